"""The stages of a plan, each one structured call or several: a draft in, the draft with more of it filled out."""
