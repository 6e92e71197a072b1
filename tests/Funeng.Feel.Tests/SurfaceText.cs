using System.Reflection;
using System.Text;

namespace Funeng.Feel.Tests;

/// <summary>
/// The public members of an assembly as C# would declare them, on as few lines as can be read: an enumeration is one line, what a record
/// is made of one line, values one and methods one; what has one type, and overloads of one name, stand together. Long lines are broken.
/// </summary>
internal static class SurfaceText
{
    private const int Width = 150;
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly HashSet<string> OfEveryRecord =
        ["Deconstruct", "PrintMembers", "GetHashCode", "ToString", "Equals", "op_Equality", "op_Inequality", "EqualityContract", "CompareTo"];

    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["Boolean"] = "bool", ["Byte"] = "byte", ["Int32"] = "int", ["Int64"] = "long", ["Decimal"] = "decimal", ["Double"] = "double",
        ["Char"] = "char", ["String"] = "string", ["Void"] = "void", ["Object"] = "object",
    };

    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["op_LessThan"] = "<", ["op_LessThanOrEqual"] = "<=", ["op_GreaterThan"] = ">", ["op_GreaterThanOrEqual"] = ">=",
    };

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var space in assembly.GetExportedTypes().GroupBy(type => type.Namespace).OrderBy(space => space.Key, StringComparer.Ordinal))
        {
            text.Append("namespace ").Append(space.Key).Append('\n');
            foreach (var line in space.OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Lines))
            {
                text.Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(Type type)
    {
        if (type.IsEnum)
        {
            return Broken($"  enum {NameOf(type)}: {string.Join(", ", Enum.GetNames(type))}", "      ");
        }

        var made = type.GetConstructors().Select(constructor => $"({Parameters(constructor)})").Where(made => made != "()" || !type.IsValueType);
        var kind = type.IsValueType ? "struct" : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : "class";
        var parent = type.BaseType is { } below && below.Assembly == type.Assembly ? $" : {NameOf(below)}" : "";
        var head = $"  {kind} {NameOf(type)}{string.Join(" | ", made)}{parent}";
        return Broken(head, "      ").Concat(new[] { Values(type), Methods(type) }
            .Select(members => string.Join("; ", members)).Where(line => line.Length > 0).SelectMany(line => Broken($"    {line}", "        ")));
    }

    private static IEnumerable<string> Values(Type type) => type.GetProperties(Declared).Where(IsOwn)
        .Select(property => (Name: property.GetIndexParameters() is [var index] ? $"this[{NameOf(index.ParameterType)}]" : property.Name,
            Type: $"{(property.GetMethod!.IsStatic ? "static " : "")}{NameOf(property.PropertyType)}"))
        .Concat(type.GetFields(Declared).Select(field => (field.Name, Type: $"static {NameOf(field.FieldType)}")))
        .GroupBy(value => value.Type).OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Key} {string.Join(", ", group.Select(value => value.Name).Order(StringComparer.Ordinal))}");

    private static IEnumerable<string> Methods(Type type)
    {
        var methods = type.GetMethods(Declared).Where(method => IsOwn(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))).ToList();
        var compared = string.Join(" ", methods.Where(method => Operators.ContainsKey(method.Name)).Select(method => Operators[method.Name]).Order(StringComparer.Ordinal));
        return methods.Where(method => !Operators.ContainsKey(method.Name))
            .GroupBy(method => $"{(method.IsStatic ? "static " : "")}{NameOf(method.ReturnType)}").OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key} {string.Join(", ", Overloads(group))}")
            .Concat(compared.Length == 0 ? [] : [$"operators {compared}"]);
    }

    // Methods that take the same are named together: TryAdd, TrySubtract(FeelNumber, FeelNumber, out FeelNumber).
    private static IEnumerable<string> Overloads(IEnumerable<MethodInfo> methods) => methods.GroupBy(method => Named(method.Name))
        .Select(group => (Name: group.Key, Taken: string.Join(" | ", group.Select(Parameters).Order(StringComparer.Ordinal))))
        .GroupBy(method => method.Taken).OrderBy(group => group.Min(method => method.Name), StringComparer.Ordinal)
        .Select(group => $"{string.Join(", ", group.Select(method => method.Name).Order(StringComparer.Ordinal))}({group.Key})");

    // What the base of every record repeats, and accessors, say nothing new.
    private static bool IsOwn(MemberInfo member) => !member.Name.Contains('<', StringComparison.Ordinal) && !OfEveryRecord.Contains(member.Name)
        && !IsOfPrimaryConstructor(member);

    private static bool IsOfPrimaryConstructor(MemberInfo member) => member is PropertyInfo property && member.DeclaringType!.GetConstructors()
        .Any(constructor => constructor.GetParameters().Any(parameter => parameter.Name == property.Name && parameter.ParameterType == property.PropertyType));

    private static string Named(string name) => name switch { "op_Implicit" => "implicit", "op_UnaryNegation" => "-", _ => name };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter) =>
        $"{(parameter.IsOut ? "out " : "")}{NameOf(parameter.ParameterType)}{(parameter.Member is ConstructorInfo ? $" {parameter.Name}" : "")}{(parameter.IsOptional ? "?" : "")}";

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
            return NameOf(type.GetElementType()!);
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return NameOf(inner) + "?";

        var name = type.Name.Split('`')[0];
        var nested = type.IsNested ? $"{type.DeclaringType!.Name}.{name}" : Keywords.GetValueOrDefault(name, name);
        var parts = string.Join(", ", type.GetGenericArguments().Select(NameOf));
        return parts.Length == 0 ? nested : nested == "ValueTuple" ? $"({parts})" : $"{nested}<{parts}>";
    }

    private static IEnumerable<string> Broken(string line, string indent)
    {
        while (line.Length > Width)
        {
            var end = line.LastIndexOf(' ', Width);
            yield return line[..end];
            line = indent + line[(end + 1)..];
        }

        yield return line;
    }
}
