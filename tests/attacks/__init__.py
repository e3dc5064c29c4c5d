"""What the public may throw at a server, and what may become of its processes."""
