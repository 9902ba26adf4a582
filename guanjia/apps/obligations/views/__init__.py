"""The screens: duties and their steps, the answers to breaches, proposed consequences."""
