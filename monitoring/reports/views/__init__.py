"""The pages of reports: looking, writing the cover paper, and the steps from draft to publication."""
