//! What a compiled text names: operations, functions of `lab::`, its own names and the kinds it claims.

use rhai::{AST, ASTFlags, ASTNode, Dynamic, Expr, FnCallExpr, FnPtr, Position, Stmt};

/// One call that the text makes by name.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// `ec2`, `lab::vpc`; empty for a plain call.
    pub(crate) path: Vec<String>,
    /// The function.
    pub(crate) name: String,
    /// Where its name, or its path, begins.
    pub(crate) position: Position,
    /// How many arguments it is given.
    pub(crate) arguments: usize,
    /// The keys of a literal map as the first argument, with the values that are literal.
    pub(crate) keys: Option<Vec<(String, Position, Option<Dynamic>)>>,
    /// The first argument, where it is a literal text.
    pub(crate) literal: Option<String>,
}

/// A name that the text defines.
#[derive(Clone, Debug)]
pub(crate) struct Defined {
    pub(crate) name: String,
    pub(crate) position: Position,
    pub(crate) constant: bool,
    /// At the top level, where it flows on to later blocks.
    pub(crate) top: bool,
}

/// What a text names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) mentions: Vec<Mention>,
    pub(crate) defined: Vec<Defined>,
    /// Closures that are made in it, by Rhai's names for them.
    pub(crate) closures: Vec<String>,
    /// Variables that it reads or writes, each once; its own among them.
    pub(crate) reads: Vec<String>,
}

/// Everything that a text names, in its functions and closures too.
pub(crate) fn walk(ast: &AST) -> Found {
    let mut found = Found::default();
    let mut left = Vec::new();
    ast.walk(&mut |path| {
        visit(path, &mut found, &mut left);
        true
    });
    // Rhai's walk passes by the expression of `break`.
    while let Some(expr) = left.pop() {
        expr.walk(
            &mut vec![ASTNode::Expr(&Expr::Unit(Position::NONE))],
            &mut |path| {
                visit(path, &mut found, &mut left);
                true
            },
        );
    }
    found
}

/// What each function of a module names, by its name.
pub(crate) fn functions(ast: &AST) -> Vec<(String, usize, Found)> {
    let mut functions: Vec<(String, usize)> = ast
        .iter_functions()
        .map(|function| (function.name.to_owned(), function.params.len()))
        .collect();
    functions.sort();
    let found = |(name, parameters): (String, usize)| {
        // `clone_functions_only_filtered` keeps every function of an AST whose copy begins empty.
        let mut alone = ast.clone_functions_only();
        alone.retain_functions(|_, _, other, count| other == name && count == parameters);
        let found = walk(&alone);
        (name, parameters, found)
    };
    functions.into_iter().map(found).collect()
}

fn visit(path: &[ASTNode<'_>], found: &mut Found, left: &mut Vec<Expr>) {
    match path.last() {
        Some(ASTNode::Stmt(Stmt::FnCall(call, position)) | ASTNode::Expr(Expr::FnCall(call, position))) => {
            mention(call, *position, found);
        }
        Some(ASTNode::Stmt(Stmt::Var(definition, flags, _))) => found.defined.push(Defined {
            name: definition.0.name.to_string(),
            position: definition.0.pos,
            constant: flags.contains(ASTFlags::CONSTANT),
            top: path.len() == 1,
        }),
        Some(ASTNode::Expr(Expr::Variable(variable, ..))) => {
            let name = variable.1.as_str();
            if !found.reads.iter().any(|known| known == name) {
                found.reads.push(name.to_owned());
            }
        }
        Some(ASTNode::Stmt(Stmt::BreakLoop(Some(expr), ..))) => left.push(Expr::clone(expr)),
        Some(ASTNode::Expr(Expr::DynamicConstant(value, _))) => {
            found
                .closures
                .extend(value.read_lock::<FnPtr>().map(|f| f.fn_name().to_owned()));
        }
        _ => {}
    }
}

fn mention(call: &FnCallExpr, position: Position, found: &mut Found) {
    if call.is_operator_call() {
        return;
    }
    let path: Vec<String> = call
        .namespace
        .path
        .iter()
        .map(|part| part.name.to_string())
        .collect();
    let keys = match call.args.first() {
        Some(Expr::Map(map, _)) => Some(
            map.0
                .iter()
                .map(|(key, value)| (key.name.to_string(), key.pos, value.get_literal_value(None)))
                .collect(),
        ),
        _ => None,
    };
    let literal = match call.args.first() {
        Some(Expr::StringConstant(text, _)) => Some(text.to_string()),
        _ => None,
    };
    found.mentions.push(Mention {
        position: if path.is_empty() {
            position
        } else {
            call.namespace.position()
        },
        path,
        name: call.name.to_string(),
        arguments: call.args.len(),
        keys,
        literal,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use rhai::{Engine, Module};

    fn engine() -> Engine {
        let mut engine = Engine::new();
        engine.set_optimization_level(rhai::OptimizationLevel::None);
        engine.register_static_module("ec2", Module::new().into());
        engine
    }

    #[test]
    fn trap_calls_are_found_in_closures_functions_texts_and_breaks() {
        let ast = engine()
            .compile(
                "fn f() { ec2::a() }\n let g = || ec2::b(#{ Id: 1, Name: f() });\n let t = `${ec2::c()}`;\n \
                 let x = loop { break [ec2::d(), || ec2::e()]; };\n if ec2::f() == 1 { const y = 2; }",
            )
            .unwrap();
        let found = walk(&ast);
        let mut names: Vec<&str> = found
            .mentions
            .iter()
            .filter(|mention| !mention.path.is_empty())
            .map(|mention| mention.name.as_str())
            .collect();
        names.sort_unstable();
        assert_eq!(names, ["a", "b", "c", "d", "e", "f"]);
        let top: Vec<(&str, bool)> = found.defined.iter().map(|d| (d.name.as_str(), d.top)).collect();
        assert_eq!(top, [("g", true), ("t", true), ("x", true), ("y", false)]);
        let b = found.mentions.iter().find(|mention| mention.name == "b").unwrap();
        assert_eq!(b.keys.as_ref().unwrap()[0].0, "Id");
        assert_eq!(b.keys.as_ref().unwrap()[0].1, Position::new(2, 23));
        assert!(b.keys.as_ref().unwrap()[1].2.is_none());
        assert_eq!(b.position, Position::new(2, 13));
    }

    #[test]
    fn a_function_is_walked_alone() {
        let ast = engine()
            .compile("fn a() { ec2::x(); b(1) } fn b(y) { [1].map(|v| ec2::z(v)) }")
            .unwrap();
        let functions = functions(&ast);
        let a = functions.iter().find(|f| f.0 == "a").unwrap();
        let names: Vec<&str> = a.2.mentions.iter().map(|m| m.name.as_str()).collect();
        assert_eq!(names, ["x", "b"]);
        let b = functions.iter().find(|f| f.0 == "b").unwrap();
        assert_eq!(b.2.closures.len(), 1);
    }
}
