"""Work orders, their quotes and materials, the rules of dispatch of a site, and whose turn it is."""

from guanjia.apps.workorders.models.dispatch import DispatchRules, Turn
from guanjia.apps.workorders.models.order import WorkOrder, WorkOrders
from guanjia.apps.workorders.models.paid import Material, PricedLine, Quote, QuoteLine

__all__ = ["DispatchRules", "Material", "PricedLine", "Quote", "QuoteLine", "Turn", "WorkOrder", "WorkOrders"]
