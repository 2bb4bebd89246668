"""A shot follows pictures of its panels: what differs in a picture from the frame that was drawn is put into all.

The frame that was drawn at the panel is the canonical image. Every other frame is traced to it, layer by layer: the
ground along the camera, everybody along their boxes, both put right by optical flow. Nothing is fitted, so that it
takes seconds, and what was traced once serves any picture of that panel.
"""
