"""THE LAW: who must register, tier, how long, what is due when, the elements of 18 U.S.C. 2250. No Django."""
