"""Which test classes the files declare, without importing them.

A test file that nobody collects, a class whose name another one shadows, a skipped class:
each is a test that silently proves nothing, so a complete run compares with this list.
"""

import ast


def test_files(root):
    return sorted([*root.glob("addons/*/tests/**/*.py"), *root.glob("tests/**/*.py")])


def classes_in(file, root):
    """Names of the classes in a file that have a test method of their own."""
    names = []
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ClassDef) and any(map(_is_test, node.body)):
            names.append(f"{file.relative_to(root)}::{node.name}")
    return names


def _is_test(node):
    is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    return is_function and node.name.startswith("test")
