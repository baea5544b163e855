"""What can be asked about hand-overs and deputies."""
