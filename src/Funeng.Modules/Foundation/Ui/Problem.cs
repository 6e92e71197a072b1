namespace Funeng.Modules.Foundation.Ui;

/// <summary>What is wrong with one field of a form, and how to put it right: "统一社会信用代码应为 18 位，现在是 6 位".</summary>
public sealed record Problem(string Field, string Message);

/// <summary>One step of the way to the page: 首页 / 企业. Without an address it is plain text.</summary>
public sealed record Crumb(string Text, string? Href = null);

/// <summary>One tab; a tab is an address.</summary>
public sealed record Tab(string Text, string Href, bool IsCurrent, long? Count = null);

/// <summary>A filter that is on, and the address without it.</summary>
public sealed record Chip(string Text, string RemoveHref);

/// <summary>One cell of a strip of key figures; with an address it opens to the rows behind it.</summary>
public sealed record KeyFigure(string Label, string Value, string? Unit = null, string? Href = null, string? Note = null)
{
    public Signal? Signal { get; init; }

    public string? SignalText { get; init; }

    public IReadOnlyList<double>? Trend { get; init; }
}

/// <summary>One entry of a time line; one without a moment is planned.</summary>
public sealed record TimeLineEntry(string When, string Title, string? Text = null, string? Href = null, Signal? Signal = null, bool IsPlanned = false);

/// <summary>The five states, each with its own shape: circle, triangle, diamond, hollow circle, tick.</summary>
public enum Signal
{
    Good,
    Warning,
    Bad,
    Idle,
    Done,
}
