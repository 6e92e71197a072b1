using Funeng.Engines.Criteria.Columnar;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>Whatever way a circuit asks about a code, the answer is that of the number itself, for every code there is.</summary>
public sealed class CircuitTests
{
    private readonly Random random = new(5);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    public void A_code_reaches_a_number_as_the_number_itself_does(int planes)
    {
        var circuit = new Circuit(new int[planes]);
        var inputs = Inputs(planes);
        for (var number = -1; number <= (1 << planes) + 1; number++)
        {
            foreach (var plane in new[] { circuit.AtLeast(inputs, number), circuit.AtLeastByHalves(inputs, number) })
            {
                for (var code = 0; code < 1 << planes; code++) Assert.Equal(code >= number, At(circuit, plane, code));
            }
        }
    }

    [Fact]
    public void Numbers_by_halves_take_about_one_step_each()
    {
        var circuit = new Circuit(new int[7]);
        for (var number = 1; number < 128; number++) circuit.AtLeastByHalves(Inputs(7), number);

        Assert.InRange(circuit.Steps.Count, 100, 150);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 6)]
    [InlineData(5, 26)]
    [InlineData(6, 64)]
    [InlineData(8, 200)]
    public void A_code_is_in_a_set_as_the_set_says(int planes, int codes)
    {
        var circuit = new Circuit(new int[planes]);
        foreach (var set in Sets(codes))
        {
            var plane = circuit.InSet(Inputs(planes), set);
            for (var code = 0; code < codes; code++) Assert.Equal(set[code], At(circuit, plane, code));
        }
    }

    // Each code alone, all but it, all but it and the first; and any.
    private IEnumerable<bool[]> Sets(int codes)
    {
        for (var one = 0; one < codes; one++)
        {
            yield return [.. Enumerable.Range(0, codes).Select(code => code == one)];
            yield return [.. Enumerable.Range(0, codes).Select(code => code != one)];
            yield return [.. Enumerable.Range(0, codes).Select(code => code != one && code != 0)];
            yield return [.. Enumerable.Range(0, codes).Select(_ => random.Next(2) == 0)];
        }
    }

    private static int[] Inputs(int planes) => [.. Enumerable.Range(0, planes).Select(Circuit.Input)];

    private static bool At(Circuit circuit, int plane, int code)
    {
        if (plane <= Circuit.Ones) return plane == Circuit.Ones;
        if (circuit.StepOf(plane) is var step && step < 0) return (code >> (plane - Circuit.Input(0)) & 1) != 0;
        var operands = circuit.Steps[step].Operands;
        return At(circuit, At(circuit, operands[0], code) ? operands[1] : operands[2], code);
    }
}
