"""What is kept (kinds and pieces), what goes out and comes back (loans), what is lost, and what counts found."""

from guanjia.apps.custody.models.counts import Count, Difference
from guanjia.apps.custody.models.loans import Loan, Loss
from guanjia.apps.custody.models.pieces import Kind, Piece

__all__ = ["Count", "Difference", "Kind", "Loan", "Loss", "Piece"]
