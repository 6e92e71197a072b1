using System.Diagnostics.CodeAnalysis;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>What a cell was understood to say. Either it holds a value (<see cref="Understood"/> shows it as the product
/// writes it), or it is empty, or there is a <see cref="Problem"/> in Chinese, with a proposal where one is possible.</summary>
public sealed record CellReading<T>
    where T : struct
{
    public T? Value { get; private init; }

    public string Understood { get; private init; } = "";

    public string? Problem { get; private init; }

    public string? Proposal { get; private init; }

    public bool IsEmpty => Value is null && Problem is null;

    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsUnderstood => Value is not null;

    internal static CellReading<T> Nothing { get; } = new();

    internal static CellReading<T> Of(T value, string understood) => new() { Value = value, Understood = understood };

    internal static CellReading<T> Refuse(string problem, string? proposal = null) => new() { Problem = problem, Proposal = proposal };
}
