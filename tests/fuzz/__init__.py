"""Inputs that nobody would write, and what becomes of those who read them."""
