-- Lists of evaluations come newest first, of one instant by id: read in this order, a page needs no sorting.
CREATE INDEX evaluations_newest_by_rating ON evaluations (tenant, rating, responded_at DESC, id)
  WHERE attached = 1 AND removed = 0 AND rating IS NOT NULL;
