namespace Funeng.Feel.Evaluation;

/// <summary>What a condition yields: FEEL's logic has a third answer for everything that is neither true nor false.</summary>
internal enum Truth : byte
{
    False = 0,
    True = 1,
    Other,
}
