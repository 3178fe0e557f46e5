"""What is timed, and against what. ``python -m bench [NAME] --json``.

Every benchmark is measured beside something bare in the same run, on the same disk and under the
same load: a figure alone says as much about the machine as about the program.
"""
