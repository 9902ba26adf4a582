"""One module per command of ``guanjia``; see ``guanjia.cli`` for what a module offers."""
