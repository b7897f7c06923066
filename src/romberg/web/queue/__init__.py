"""The queue: kept visits that need somebody, in an order, under filters, worked through with the keyboard."""
