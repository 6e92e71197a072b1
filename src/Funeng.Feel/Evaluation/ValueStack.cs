using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>Room for arguments and frames that is used again and again, so that a call allocates nothing.</summary>
internal sealed class ValueStack
{
    private const int FirstSize = 256;

    private FeelValue[] items = new FeelValue[FirstSize];
    private int top;

    /// <summary>Room for some values, until it is released. A room that is handed out never moves.</summary>
    public Span<FeelValue> Take(int count)
    {
        if (top + count > items.Length)
        {
            items = new FeelValue[Math.Max(items.Length * 2, top + count)];
        }

        var room = items.AsSpan(top, count);
        top += count;
        return room;
    }

    public void Release(int count) => top -= count;
}
