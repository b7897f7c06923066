"""What a visit pays: Medicare's fee schedule and flat rate cards, in whole cents, step by step."""

from romberg.pricing.frame import price_frame
from romberg.pricing.price import Billing, Earlier, Price, PricedLine, PriceStep, VisitToPrice
from romberg.pricing.visit import of_one_day, price_visit, price_visits

__all__ = [
    "Billing", "Earlier", "Price", "PriceStep", "PricedLine", "VisitToPrice", "of_one_day", "price_frame",
    "price_visit", "price_visits",
]  # fmt: skip
