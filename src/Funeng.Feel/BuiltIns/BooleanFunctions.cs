using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>not and is (DMN 1.5, tables 75 and 54).</summary>
internal static class BooleanFunctions
{
    public static readonly BuiltIn[] All =
    [
        new("not", BuiltInSignature.Of("negand: Any?", FeelType.Boolean, Not)),
        new("is", BuiltInSignature.Of("value1: Any?, value2: Any?", FeelType.Boolean, Is)),
    ];

    private static FeelValue Not(in BuiltInCall call)
    {
        if (call[0].IsNull)
            return call.Missing("negand");
        return call[0].Kind == FeelKind.Boolean ? !call[0].AsBoolean() : call.WrongKind("not", call[0]);
    }

    private static FeelValue Is(in BuiltInCall call) => FeelOperations.Is(call[0], call[1]);
}
