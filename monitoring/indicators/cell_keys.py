"""Where a cell stands, and what it holds.

A key is (window kind, number of the quarter that ends the window, scope kind, programme, provider, breakdown, part);
programme and provider are 0 where the scope has none.
"""

Key = tuple[str, int, str, int, int, str, str]
Figures = dict[str, dict[str, int]]
Cells = dict[Key, Figures]
