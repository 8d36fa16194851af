"""The window put together: built in order, held by the main window, decided by the controller."""
