"""What leaves the house by itself: mail and webhooks. Its first tenant comes with the delivery of receipts."""
