namespace ModularRollout.Rollouts.Counting.Subjects;

/// <summary>Keeps a number for each subject: 16 bytes and no object for each place, at most two thirds of which are taken. Not thread-safe.</summary>
/// <remarks>Places go by the second hash: the first ones of a small arm all begin alike. A subject is never 0, nor is a number that is kept.</remarks>
internal sealed class SubjectMap
{
    private const int FewestPlaces = 16;

    private ulong[] _subjects = new ulong[FewestPlaces];
    private ulong[] _numbers = new ulong[FewestPlaces];
    private bool _isShared;

    public int Count { get; private set; }

    /// <summary>Gets all subjects with their numbers, in no order: for where it makes no difference.</summary>
    public IEnumerable<KeyValuePair<ulong, ulong>> All
    {
        get
        {
            for (int place = 0; place < _subjects.Length; place++)
            {
                if (_subjects[place] != 0)
                {
                    yield return new(_subjects[place], _numbers[place]);
                }
            }
        }
    }

    /// <summary>Gets the number of a subject; 0 where it is not there.</summary>
    public ulong Of(ulong subject) => _numbers[PlaceOf(subject)];

    public void Set(ulong subject, ulong number)
    {
        int place = PlaceOf(subject);
        if (_numbers[place] == number)
        {
            return;
        }

        Own();
        if (_subjects[place] == 0)
        {
            Count++;
            _subjects[place] = subject;
        }

        _numbers[place] = number;
        if (Count * 3L > _subjects.Length * 2L)
        {
            Rebuild(_subjects.Length * 2, default);
        }
    }

    /// <summary>Copies the map at once, however large it is: the places are common to both until one of them changes. The copy may be read on another thread.</summary>
    public SubjectMap Copy()
    {
        _isShared = true;
        return (SubjectMap)MemberwiseClone();
    }

    /// <summary>Takes out all that a range does not accept.</summary>
    public void Keep(SubjectRange range) => Rebuild(_subjects.Length, range);

    /// <summary>Gets all subjects in ascending order, with their numbers.</summary>
    public KeyValuePair<ulong, ulong>[] ToSorted()
    {
        var sorted = new KeyValuePair<ulong, ulong>[Count];
        int next = 0;
        for (int place = 0; place < _subjects.Length; place++)
        {
            if (_subjects[place] != 0)
            {
                sorted[next++] = new(_subjects[place], _numbers[place]);
            }
        }

        Array.Sort(sorted, static (left, right) => left.Key.CompareTo(right.Key));
        return sorted;
    }

    private int PlaceOf(ulong subject)
    {
        int mask = _subjects.Length - 1;
        int place = (int)SubjectMix.Of(subject) & mask;
        while (_subjects[place] != 0 && _subjects[place] != subject)
        {
            place = (place + 1) & mask;
        }

        return place;
    }

    /// <summary>Leaves the places to the copies, and goes on in others.</summary>
    private void Own()
    {
        if (_isShared)
        {
            (_subjects, _numbers, _isShared) = ([.. _subjects], [.. _numbers], false);
        }
    }

    private void Rebuild(int places, SubjectRange range)
    {
        (ulong[] subjects, ulong[] numbers) = (_subjects, _numbers);
        (_subjects, _numbers, _isShared) = (new ulong[places], new ulong[places], false);
        Count = 0;
        for (int i = 0; i < subjects.Length; i++)
        {
            if (subjects[i] != 0 && range.Accepts(subjects[i]))
            {
                int place = PlaceOf(subjects[i]);
                (_subjects[place], _numbers[place]) = (subjects[i], numbers[i]);
                Count++;
            }
        }
    }
}
