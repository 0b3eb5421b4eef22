"""The official page in numbers: GB/T 9704-2012, in points from the paper's top left corner.

Every measure of the page stands here once; `mm` turns the standard's millimetres into points.
"""

MM = 72 / 25.4


def mm(value: float) -> float:
    """Millimetres in points."""
    return value * MM


PAPER_WIDTH, PAPER_HEIGHT = mm(210), mm(297)

# 5.2.1: top margin 37, binding margin 28, type area 156 x 225
LEFT, TOP = mm(28), mm(37)
WIDTH, HEIGHT = mm(156), mm(225)
RIGHT, BOTTOM = LEFT + WIDTH, TOP + HEIGHT
CENTRE = LEFT + WIDTH / 2

# 5.2.3: 22 lines of 28 characters fill the type area; first em top and last em bottom on its edges
SIZE = 16.0
CELLS, ROWS = 28, 22
CELL = WIDTH / CELLS
PITCH = (HEIGHT - SIZE) / (ROWS - 1)
ASCENT = 0.88
"""Em top to baseline, in em: the Chinese faces' common box."""
INDENT = 2 * CELL

# 7.2.4 organ mark: its ink 35 mm below the type area's top
MARK_TOP = mm(72)
MARK_MOST, MARK_LEAST = 48.0, 24.0
# 7.2.5 number and 7.2.6 issuer: two lines below the mark, one character in
NUMBER_LINES = 2
# 7.2.7 red line: 4 mm below the number, as wide as the type area
RED_GAP, RED_LINE = mm(4), mm(0.7)
# 7.3.1 title: two lines below the red line, size 2
TITLE_SIZE, TITLE_LEADING, TITLE_LINES = 22.0, 35.6, 2
# 7.3.2 addressee: one blank line below the title
# 7.3.5 date: four characters in from the right with a seal
DATE_IN = 4 * CELL
ORGAN_IN = 2 * CELL

# 7.3.5.1 joint signatures: seals of 42 mm stand side by side and below each other, none touching
SEAL_ROWS = 5
"""Grid rows from one line of sealed organs to the next (52 mm)."""
# 10.3 minutes: who was there, two characters in; what follows the colon hangs
ATTENDED_HANG = INDENT + 3 * CELL

# 7.4 imprint: size 4, rules 0.35 and 0.25 mm, the last one on the type area's lower edge
SMALL = 14.0
IMPRINT_ROW = 26.25
THICK, THIN = mm(0.35), mm(0.25)

# 7.5 page number: size 4, its dash 7 mm below the type area, one character free at the outer side
FOLIO_DASH_TOP = mm(269)

# The code for the way back: in the foot, opposite the page number
CODE_SIZE = mm(15.6)
CODE_TOP = mm(268)
CODE_TEXT = 7.5
CODE_DROP = mm(0.4)
"""The short number's baseline over the code's lower edge."""
CODE_QUIET = mm(2.6)
"""What stays white around the code: four of its 25 modules (ISO/IEC 18004, 9.1)."""

# On a letter's first page the double red rule runs through that place: the code lies below it
LETTER_CODE_SIZE = mm(11.0)
LETTER_CODE_TOP = mm(278.9)

# 10.1 letter form: mark 30 mm from the paper's top, double red rules 170 mm wide, 4 mm below
# the mark and 20 mm from the foot
LETTER_MARK_TOP = mm(30)
LETTER_RULE_LEFT, LETTER_RULE_RIGHT = mm(20), mm(190)
LETTER_RULE_GAP = mm(4)
LETTER_FOOT = PAPER_HEIGHT - mm(20)
LETTER_THICK, LETTER_THIN, LETTER_BETWEEN = mm(1.0), mm(0.35), mm(0.6)

# Attachment tables
TABLE_SIZE, TABLE_LEADING, TABLE_PAD = 12.0, 18.0, 4.0
TABLE_RULE = mm(0.25)
TABLE_SIZES = ((12.0, 18.0, 4.0), (10.5, 15.75, 3.0), (9.0, 13.5, 2.5))
"""Size, leading and padding that a table is tried in until its columns hold their words."""

# Pictures in an attachment: two of them with their captions fill a page
PICTURE_HIGHEST = mm(92)
PICTURE_DPI = 200


def row_top(row: float) -> float:
    """Em top of grid row 0..21, in points from the paper's top."""
    return TOP + PITCH * row
