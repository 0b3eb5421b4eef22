"""Departments: what lies with each, and every case behind a figure."""
