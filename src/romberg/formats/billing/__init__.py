"""What no note holds and every claim needs: the clinic, its payers and fees, the insured; and the claim of it all."""
