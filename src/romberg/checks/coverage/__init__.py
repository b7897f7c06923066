"""What the payer covers, and for whom."""
