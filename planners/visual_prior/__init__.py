"""How things usually stand in pictures: a small language model of layouts, in the manner of VisorGPT.

Source: Xie et al. 2023, "VisorGPT: Learning Visual Prior via Generative Pre-Training".
"""
