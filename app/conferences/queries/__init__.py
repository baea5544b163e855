"""What can be asked about case conferences."""
