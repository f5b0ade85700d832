"""Amounts in 10,000 yuan, exact to the fen, as the decimal strings of the API."""

from decimal import Decimal


def shown_amount(amount: Decimal) -> str:
    """The amount with two decimals at least and no idle zeros behind them."""
    whole, _, part = f"{amount:f}".partition(".")
    return f"{whole}.{part.rstrip('0').ljust(2, '0')}"
