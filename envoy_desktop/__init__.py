"""Envoy Desktop (特派服务员工作台): a service envoy's clocks, obstacles and memos on one laptop."""

__version__ = "0.1.0"
