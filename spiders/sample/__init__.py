"""The sample press (``crawler/sample_press``): made-up papers for the demo and the tests."""
