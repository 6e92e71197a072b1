using Funeng.Feel.Values;

namespace Funeng.Feel.Binding;

/// <summary>A name with its type and its place in the frame. In a DMN model it also says which element of the model stands behind it.</summary>
/// <param name="Name">The name in normal form.</param>
/// <param name="Type">The declared or inferred type; <c>Any</c> when nothing is known.</param>
/// <param name="Slot">Index in the frame of the expression that owns the variable.</param>
/// <param name="Element">The input data, decision, business knowledge model or service (a <c>DrgElement</c>) that gives the value.</param>
internal sealed record VariableSymbol(string Name, FeelType Type, int Slot, object? Element = null);
