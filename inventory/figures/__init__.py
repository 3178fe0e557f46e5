"""What was sold, what is left, what was lost, and what to bring next: figures, not records.

Every function reads and runs inside `Store.read`; docs/dashboard.md says what each counts.
"""
