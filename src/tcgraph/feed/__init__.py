"""What changed, thing by thing: kept in a log, and told as an event stream (LDES) and as activities (AS 2.0)."""
