/** The product's conditions, word for word; those that differ only in the attribute are not repeated. */
export const CONDITIONS = [
  'attribute_not_exists(pk)',
  'attribute_exists(pk)',
  'version = :seen',
  'active > :none',
  'active < #capacity',
  'active < #capacity AND presence = :online',
  'attribute_not_exists(pk) OR attribute_type(left_at, :text)',
  'attribute_exists(pk) AND NOT attribute_type(left_at, :text)',
  'active = :none AND NOT attribute_type(left_at, :text)',
  'active = :none AND NOT attribute_type(left_at, :text) AND resolved_total = :resolved',
  'ends_at <= :now',
  'expires_at >= :now',
  'attribute_not_exists(ends_at) OR ends_at > :now',
  'attribute_not_exists(pk) OR claim = :refused',
  'attribute_not_exists(pk) OR (ends_at <= :now AND through_seq < :seq)',
  '#presence = :offline',
  'NOT attribute_type(left_at, :text)',
] as const

/** The product's updates, word for word. */
export const UPDATES = [
  'SET version = :next',
  'SET presence = :presence',
  'SET skills = :skills, #capacity = :capacity',
  'SET body = :erased, author.#name = :erased',
  'SET motivation = :erased, #user.#name = :erased, #user.email = :erased, #state = :state',
  'SET left_at = :now, presence = :offline, resolved_total = :none, resolution_hours = :none',
  'SET #ends = :now REMOVE due_key, due_order',
  'REMOVE due_key, due_order',
  'REMOVE plan_id',
  'ADD #n0 :n0, #n1 :n1',
  'ADD active :active, resolved_total :resolved, resolution_hours :hours',
  'ADD active :active, resolved_total :resolved, resolution_hours :hours SET last_assigned_at = :assigned_at',
  'SET id = :id, #name = :name, #role = :role, last_assigned_at = :assigned_at REMOVE left_at ADD active :none, resolved_total :resolved, resolution_hours :hours',
  'SET hits = if_not_exists(hits, :none) + :one, ends_at = if_not_exists(ends_at, :end), expires_at = if_not_exists(expires_at, :expiry)',
] as const

/** The product's sort key conditions, word for word except for the attribute. */
export const ORDERS = [
  '',
  ' AND #order = :from',
  ' AND #order <= :to',
  ' AND #order > :from',
  ' AND #order >= :from',
  ' AND #order BETWEEN :from AND :to',
  ' AND begins_with(#order, :prefix)',
] as const

/** The shape of the product's one filter. */
export const FILTER = '#type IN (:assigned, :unassigned)'
/** The values of its placeholders. */
export const FILTER_SAID = {
  names: { '#type': 'type' },
  values: { ':assigned': 'ticket_assigned', ':unassigned': 'status_changed' },
}

export const PROJECTION = 'id, #number, priority'
