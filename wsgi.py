"""What a WSGI server and the flask command load."""

from app import from_environment

app = from_environment()
