"""What letters there are, what their texts may hold, and whom a letter may name; pure."""
