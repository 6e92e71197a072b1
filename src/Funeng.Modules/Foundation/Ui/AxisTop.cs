namespace Funeng.Modules.Foundation.Ui;

/// <summary>Where the axis of a drawn curve ends, so that its four lines stand at numbers people count in.</summary>
public static class AxisTop
{
    private static readonly decimal[] Steps = [1, 2, 2.5m, 5, 10];

    /// <summary>Four times the least of 1, 2, 2.5 and 5 times a power of ten that reaches the greatest value.</summary>
    public static decimal Of(decimal most)
    {
        var power = 1m;
        while (power * 40 < most) power *= 10;
        return Steps.Select(step => step * power * 4).First(top => top >= most);
    }
}
