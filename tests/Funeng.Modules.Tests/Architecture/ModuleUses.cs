using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Funeng.Modules.Tests.Architecture;

/// <summary>One use of a type by a type of another module; <c>From</c> and <c>To</c> are namespaces below Funeng.Modules.</summary>
internal sealed record ModuleUse(string From, string To, string FromType, string ToType)
{
    public string FromModule => From.Split('.')[0];

    public string ToModule => To.Split('.')[0];

    public override string ToString() => $"{From} ({FromType}) → {To} ({ToType})";
}

/// <summary>Reads the compiled modules, pages and lambdas included, and lists every use across a module's border.</summary>
internal static class ModuleUses
{
    private const string Root = "Funeng.Modules.";

    public static IReadOnlyList<ModuleUse> Across(string assemblyPath)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(assemblyPath);
        return assembly.MainModule.GetTypes()
            .SelectMany(type => UsedBy(type).Select(used => Use(type, used)))
            .OfType<ModuleUse>()
            .Where(use => use.FromModule != use.ToModule)
            .Distinct()
            .ToList();
    }

    private static ModuleUse? Use(TypeReference from, TypeReference to)
    {
        var outerFrom = Outermost(from);
        var outerTo = Outermost(to);
        return outerFrom.Namespace.StartsWith(Root, StringComparison.Ordinal) && outerTo.Namespace.StartsWith(Root, StringComparison.Ordinal)
            ? new ModuleUse(outerFrom.Namespace[Root.Length..], outerTo.Namespace[Root.Length..], outerFrom.Name, outerTo.Name)
            : null;
    }

    /// <summary>Nested and compiler-generated types count for the type around them.</summary>
    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is not null)
        {
            type = type.DeclaringType;
        }

        return type;
    }

    private static IEnumerable<TypeReference> UsedBy(TypeDefinition type) =>
        Direct(type).SelectMany(Spread);

    private static IEnumerable<TypeReference?> Direct(TypeDefinition type)
    {
        yield return type.BaseType;
        foreach (var used in type.Interfaces.Select(implemented => implemented.InterfaceType)
            .Concat(type.Fields.Select(field => field.FieldType))
            .Concat(type.CustomAttributes.Select(attribute => attribute.AttributeType))
            .Concat(type.Properties.SelectMany(property => property.CustomAttributes).Select(attribute => attribute.AttributeType)))
        {
            yield return used;
        }

        foreach (var used in type.Methods.SelectMany(OfMethod))
        {
            yield return used;
        }
    }

    private static IEnumerable<TypeReference?> OfMethod(MethodDefinition method)
    {
        yield return method.ReturnType;
        foreach (var parameter in method.Parameters)
        {
            yield return parameter.ParameterType;
        }

        if (!method.HasBody)
        {
            yield break;
        }

        foreach (var variable in method.Body.Variables)
        {
            yield return variable.VariableType;
        }

        foreach (var used in method.Body.Instructions.SelectMany(OfOperand))
        {
            yield return used;
        }
    }

    private static IEnumerable<TypeReference?> OfOperand(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Spread(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Spread).Prepend(generic.ElementType),
        TypeSpecification specification => Spread(specification.ElementType),
        _ => [type],
    };
}
