"""The command line, one file a group; a group is loaded only when it is called."""
