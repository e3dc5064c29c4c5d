"""Why a triple holds, and why a node breaks a shape: proofs and the triples that something was judged by."""
