"""Speed of the app beside stock Frappe, as ratios in one run on one machine: `make benchmark`."""
