"""A press of our own for the demo and the tests: made-up papers with real sites' markup and troubles.

Every name, company and figure in it is invented; hosts end in ``.example``, which is reserved.
"""

from crawler.sample_press.press import SamplePress

__all__ = ["SamplePress"]
