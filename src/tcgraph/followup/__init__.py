"""Following up over time: reading what offices and other bodies report, comparing cycles, writing the next report."""
