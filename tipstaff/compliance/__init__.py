"""What the law kernel says of the registry, and the work lists made of it."""
