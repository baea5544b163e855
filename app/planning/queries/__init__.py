"""What can be asked about versions of the plan and their draft."""
